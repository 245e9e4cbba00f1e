(module
  (type (;0;) (func (param i32 i32 i32 f64 i32) (result i32)))
  (import "env" "memory" (memory (;0;) 1))
  (func (;0;) (type 0) (param i32 i32 i32 f64 i32) (result i32)
    (local i32 i32 i32 i32 i32 i32 i32 f64 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128)
    local.get 0
    i32.load offset=16
    local.set 8
    local.get 0
    i32.load offset=20
    local.set 9
    local.get 0
    i32.load offset=8
    local.set 10
    local.get 0
    i32.load offset=12
    local.set 11
    local.get 0
    i32.load offset=4
    local.set 6
    local.get 6
    v128.load64_splat
    local.set 50
    v128.const i32x4 0x00000000 0x3ff00000 0x00000000 0x3ff00000
    local.set 51
    v128.const i32x4 0x00000000 0x40590000 0x00000000 0x40590000
    local.set 52
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set 53
    block  ;; label = @1
      loop  ;; label = @2
        local.get 1
        local.get 2
        i32.ge_u
        br_if 1 (;@1;)
        local.get 1
        i32.const 192
        i32.mul
        local.set 5
        local.get 8
        local.get 5
        i32.add
        v128.load
        local.set 54
        local.get 8
        local.get 5
        i32.add
        v128.load offset=16
        local.set 55
        local.get 8
        local.get 5
        i32.add
        v128.load offset=32
        local.set 56
        local.get 8
        local.get 5
        i32.add
        v128.load offset=48
        local.set 57
        local.get 8
        local.get 5
        i32.add
        v128.load offset=64
        local.set 58
        local.get 8
        local.get 5
        i32.add
        v128.load offset=80
        local.set 59
        local.get 8
        local.get 5
        i32.add
        v128.load offset=96
        local.set 60
        local.get 8
        local.get 5
        i32.add
        v128.load offset=112
        local.set 61
        local.get 8
        local.get 5
        i32.add
        v128.load offset=128
        local.set 62
        local.get 8
        local.get 5
        i32.add
        v128.load offset=144
        local.set 63
        local.get 8
        local.get 5
        i32.add
        v128.load offset=160
        local.set 64
        local.get 8
        local.get 5
        i32.add
        v128.load offset=176
        local.set 65
        local.get 9
        local.get 5
        i32.add
        v128.load
        local.set 13
        local.get 9
        local.get 5
        i32.add
        v128.load offset=16
        local.set 14
        local.get 9
        local.get 5
        i32.add
        v128.load offset=32
        local.set 15
        local.get 9
        local.get 5
        i32.add
        v128.load offset=48
        local.set 16
        local.get 9
        local.get 5
        i32.add
        v128.load offset=64
        local.set 17
        local.get 9
        local.get 5
        i32.add
        v128.load offset=80
        local.set 18
        local.get 9
        local.get 5
        i32.add
        v128.load offset=96
        local.set 19
        local.get 9
        local.get 5
        i32.add
        v128.load offset=112
        local.set 20
        local.get 9
        local.get 5
        i32.add
        v128.load offset=128
        local.set 21
        local.get 9
        local.get 5
        i32.add
        v128.load offset=144
        local.set 22
        local.get 9
        local.get 5
        i32.add
        v128.load offset=160
        local.set 23
        local.get 9
        local.get 5
        i32.add
        v128.load offset=176
        local.set 24
        local.get 10
        local.get 5
        i32.add
        v128.load
        local.set 25
        local.get 10
        local.get 5
        i32.add
        v128.load offset=16
        local.set 26
        local.get 10
        local.get 5
        i32.add
        v128.load offset=32
        local.set 27
        local.get 10
        local.get 5
        i32.add
        v128.load offset=48
        local.set 28
        local.get 10
        local.get 5
        i32.add
        v128.load offset=64
        local.set 29
        local.get 10
        local.get 5
        i32.add
        v128.load offset=80
        local.set 30
        local.get 10
        local.get 5
        i32.add
        v128.load offset=96
        local.set 31
        local.get 10
        local.get 5
        i32.add
        v128.load offset=112
        local.set 32
        local.get 10
        local.get 5
        i32.add
        v128.load offset=128
        local.set 33
        local.get 10
        local.get 5
        i32.add
        v128.load offset=144
        local.set 34
        local.get 10
        local.get 5
        i32.add
        v128.load offset=160
        local.set 35
        local.get 10
        local.get 5
        i32.add
        v128.load offset=176
        local.set 36
        local.get 3
        local.set 12
        local.get 4
        local.set 7
        loop  ;; label = @3
          local.get 13
          local.get 13
          f64x2.mul
          local.set 66
          local.get 14
          local.get 14
          f64x2.mul
          local.set 67
          local.get 15
          local.get 15
          f64x2.mul
          local.set 68
          local.get 16
          local.get 16
          f64x2.mul
          local.set 69
          local.get 17
          local.get 17
          f64x2.mul
          local.set 70
          local.get 18
          local.get 18
          f64x2.mul
          local.set 71
          local.get 19
          local.get 19
          f64x2.mul
          local.set 72
          local.get 20
          local.get 20
          f64x2.mul
          local.set 73
          local.get 21
          local.get 21
          f64x2.mul
          local.set 74
          local.get 22
          local.get 22
          f64x2.mul
          local.set 75
          local.get 23
          local.get 23
          f64x2.mul
          local.set 76
          local.get 24
          local.get 24
          f64x2.mul
          local.set 77
          local.get 54
          local.get 66
          f64x2.sub
          local.set 66
          local.get 55
          local.get 67
          f64x2.sub
          local.set 67
          local.get 56
          local.get 68
          f64x2.sub
          local.set 68
          local.get 57
          local.get 69
          f64x2.sub
          local.set 69
          local.get 58
          local.get 70
          f64x2.sub
          local.set 70
          local.get 59
          local.get 71
          f64x2.sub
          local.set 71
          local.get 60
          local.get 72
          f64x2.sub
          local.set 72
          local.get 61
          local.get 73
          f64x2.sub
          local.set 73
          local.get 62
          local.get 74
          f64x2.sub
          local.set 74
          local.get 63
          local.get 75
          f64x2.sub
          local.set 75
          local.get 64
          local.get 76
          f64x2.sub
          local.set 76
          local.get 65
          local.get 77
          f64x2.sub
          local.set 77
          local.get 66
          local.get 52
          f64x2.mul
          local.set 66
          local.get 67
          local.get 52
          f64x2.mul
          local.set 67
          local.get 68
          local.get 52
          f64x2.mul
          local.set 68
          local.get 69
          local.get 52
          f64x2.mul
          local.set 69
          local.get 70
          local.get 52
          f64x2.mul
          local.set 70
          local.get 71
          local.get 52
          f64x2.mul
          local.set 71
          local.get 72
          local.get 52
          f64x2.mul
          local.set 72
          local.get 73
          local.get 52
          f64x2.mul
          local.set 73
          local.get 74
          local.get 52
          f64x2.mul
          local.set 74
          local.get 75
          local.get 52
          f64x2.mul
          local.set 75
          local.get 76
          local.get 52
          f64x2.mul
          local.set 76
          local.get 77
          local.get 52
          f64x2.mul
          local.set 77
          local.get 50
          local.get 66
          f64x2.mul
          local.set 66
          local.get 50
          local.get 67
          f64x2.mul
          local.set 67
          local.get 50
          local.get 68
          f64x2.mul
          local.set 68
          local.get 50
          local.get 69
          f64x2.mul
          local.set 69
          local.get 50
          local.get 70
          f64x2.mul
          local.set 70
          local.get 50
          local.get 71
          f64x2.mul
          local.set 71
          local.get 50
          local.get 72
          f64x2.mul
          local.set 72
          local.get 50
          local.get 73
          f64x2.mul
          local.set 73
          local.get 50
          local.get 74
          f64x2.mul
          local.set 74
          local.get 50
          local.get 75
          f64x2.mul
          local.set 75
          local.get 50
          local.get 76
          f64x2.mul
          local.set 76
          local.get 50
          local.get 77
          f64x2.mul
          local.set 77
          local.get 13
          local.get 66
          f64x2.add
          local.set 66
          local.get 14
          local.get 67
          f64x2.add
          local.set 67
          local.get 15
          local.get 68
          f64x2.add
          local.set 68
          local.get 16
          local.get 69
          f64x2.add
          local.set 69
          local.get 17
          local.get 70
          f64x2.add
          local.set 70
          local.get 18
          local.get 71
          f64x2.add
          local.set 71
          local.get 19
          local.get 72
          f64x2.add
          local.set 72
          local.get 20
          local.get 73
          f64x2.add
          local.set 73
          local.get 21
          local.get 74
          f64x2.add
          local.set 74
          local.get 22
          local.get 75
          f64x2.add
          local.set 75
          local.get 23
          local.get 76
          f64x2.add
          local.set 76
          local.get 24
          local.get 77
          f64x2.add
          local.set 77
          local.get 51
          local.get 66
          f64x2.lt
          local.set 78
          local.get 51
          local.get 67
          f64x2.lt
          local.set 79
          local.get 51
          local.get 68
          f64x2.lt
          local.set 80
          local.get 51
          local.get 69
          f64x2.lt
          local.set 81
          local.get 51
          local.get 70
          f64x2.lt
          local.set 82
          local.get 51
          local.get 71
          f64x2.lt
          local.set 83
          local.get 51
          local.get 72
          f64x2.lt
          local.set 84
          local.get 51
          local.get 73
          f64x2.lt
          local.set 85
          local.get 51
          local.get 74
          f64x2.lt
          local.set 86
          local.get 51
          local.get 75
          f64x2.lt
          local.set 87
          local.get 51
          local.get 76
          f64x2.lt
          local.set 88
          local.get 51
          local.get 77
          f64x2.lt
          local.set 89
          local.get 66
          local.get 78
          v128.andnot
          local.set 66
          local.get 67
          local.get 79
          v128.andnot
          local.set 67
          local.get 68
          local.get 80
          v128.andnot
          local.set 68
          local.get 69
          local.get 81
          v128.andnot
          local.set 69
          local.get 70
          local.get 82
          v128.andnot
          local.set 70
          local.get 71
          local.get 83
          v128.andnot
          local.set 71
          local.get 72
          local.get 84
          v128.andnot
          local.set 72
          local.get 73
          local.get 85
          v128.andnot
          local.set 73
          local.get 74
          local.get 86
          v128.andnot
          local.set 74
          local.get 75
          local.get 87
          v128.andnot
          local.set 75
          local.get 76
          local.get 88
          v128.andnot
          local.set 76
          local.get 77
          local.get 89
          v128.andnot
          local.set 77
          local.get 25
          local.get 78
          i64x2.sub
          local.set 25
          local.get 26
          local.get 79
          i64x2.sub
          local.set 26
          local.get 27
          local.get 80
          i64x2.sub
          local.set 27
          local.get 28
          local.get 81
          i64x2.sub
          local.set 28
          local.get 29
          local.get 82
          i64x2.sub
          local.set 29
          local.get 30
          local.get 83
          i64x2.sub
          local.set 30
          local.get 31
          local.get 84
          i64x2.sub
          local.set 31
          local.get 32
          local.get 85
          i64x2.sub
          local.set 32
          local.get 33
          local.get 86
          i64x2.sub
          local.set 33
          local.get 34
          local.get 87
          i64x2.sub
          local.set 34
          local.get 35
          local.get 88
          i64x2.sub
          local.set 35
          local.get 36
          local.get 89
          i64x2.sub
          local.set 36
          local.get 66
          local.set 13
          local.get 67
          local.set 14
          local.get 68
          local.set 15
          local.get 69
          local.set 16
          local.get 70
          local.set 17
          local.get 71
          local.set 18
          local.get 72
          local.set 19
          local.get 73
          local.set 20
          local.get 74
          local.set 21
          local.get 75
          local.set 22
          local.get 76
          local.set 23
          local.get 77
          local.set 24
          local.get 12
          f64.const 0x1p+0 (;=1;)
          f64.add
          local.set 12
          local.get 7
          i32.const 1
          i32.sub
          local.tee 7
          br_if 0 (;@3;)
        end
        local.get 9
        local.get 5
        i32.add
        local.get 13
        v128.store
        local.get 9
        local.get 5
        i32.add
        local.get 14
        v128.store offset=16
        local.get 9
        local.get 5
        i32.add
        local.get 15
        v128.store offset=32
        local.get 9
        local.get 5
        i32.add
        local.get 16
        v128.store offset=48
        local.get 9
        local.get 5
        i32.add
        local.get 17
        v128.store offset=64
        local.get 9
        local.get 5
        i32.add
        local.get 18
        v128.store offset=80
        local.get 9
        local.get 5
        i32.add
        local.get 19
        v128.store offset=96
        local.get 9
        local.get 5
        i32.add
        local.get 20
        v128.store offset=112
        local.get 9
        local.get 5
        i32.add
        local.get 21
        v128.store offset=128
        local.get 9
        local.get 5
        i32.add
        local.get 22
        v128.store offset=144
        local.get 9
        local.get 5
        i32.add
        local.get 23
        v128.store offset=160
        local.get 9
        local.get 5
        i32.add
        local.get 24
        v128.store offset=176
        local.get 10
        local.get 5
        i32.add
        local.get 25
        v128.store
        local.get 10
        local.get 5
        i32.add
        local.get 26
        v128.store offset=16
        local.get 10
        local.get 5
        i32.add
        local.get 27
        v128.store offset=32
        local.get 10
        local.get 5
        i32.add
        local.get 28
        v128.store offset=48
        local.get 10
        local.get 5
        i32.add
        local.get 29
        v128.store offset=64
        local.get 10
        local.get 5
        i32.add
        local.get 30
        v128.store offset=80
        local.get 10
        local.get 5
        i32.add
        local.get 31
        v128.store offset=96
        local.get 10
        local.get 5
        i32.add
        local.get 32
        v128.store offset=112
        local.get 10
        local.get 5
        i32.add
        local.get 33
        v128.store offset=128
        local.get 10
        local.get 5
        i32.add
        local.get 34
        v128.store offset=144
        local.get 10
        local.get 5
        i32.add
        local.get 35
        v128.store offset=160
        local.get 10
        local.get 5
        i32.add
        local.get 36
        v128.store offset=176
        local.get 1
        i32.const 1
        i32.add
        local.set 1
        br 0 (;@2;)
      end
    end
    local.get 1)
  (export "run" (func 0)))
