(module
  (type (;0;) (func (param i32 i32 i32 f64 i32) (result i32)))
  (import "env" "memory" (memory (;0;) 1))
  (func (;0;) (type 0) (param i32 i32 i32 f64 i32) (result i32)
    (local i32 i32 i32 i32 i32 i32 i32 f64 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 i32 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128 v128)
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
    local.set 38
    v128.const i32x4 0x00000000 0x3ff00000 0x00000000 0x3ff00000
    local.set 39
    v128.const i32x4 0x00000000 0x40590000 0x00000000 0x40590000
    local.set 40
    v128.const i32x4 0x00000000 0x00000000 0x00000000 0x00000000
    local.set 41
    block  ;; label = @1
      loop  ;; label = @2
        local.get 1
        local.get 2
        i32.ge_u
        br_if 1 (;@1;)
        local.get 1
        i32.const 128
        i32.mul
        local.set 5
        local.get 8
        local.get 5
        i32.add
        v128.load
        local.set 42
        local.get 8
        local.get 5
        i32.add
        v128.load offset=16
        local.set 43
        local.get 8
        local.get 5
        i32.add
        v128.load offset=32
        local.set 44
        local.get 8
        local.get 5
        i32.add
        v128.load offset=48
        local.set 45
        local.get 8
        local.get 5
        i32.add
        v128.load offset=64
        local.set 46
        local.get 8
        local.get 5
        i32.add
        v128.load offset=80
        local.set 47
        local.get 8
        local.get 5
        i32.add
        v128.load offset=96
        local.set 48
        local.get 8
        local.get 5
        i32.add
        v128.load offset=112
        local.set 49
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
        local.get 10
        local.get 5
        i32.add
        v128.load
        local.set 21
        local.get 10
        local.get 5
        i32.add
        v128.load offset=16
        local.set 22
        local.get 10
        local.get 5
        i32.add
        v128.load offset=32
        local.set 23
        local.get 10
        local.get 5
        i32.add
        v128.load offset=48
        local.set 24
        local.get 10
        local.get 5
        i32.add
        v128.load offset=64
        local.set 25
        local.get 10
        local.get 5
        i32.add
        v128.load offset=80
        local.set 26
        local.get 10
        local.get 5
        i32.add
        v128.load offset=96
        local.set 27
        local.get 10
        local.get 5
        i32.add
        v128.load offset=112
        local.set 28
        local.get 3
        local.set 12
        local.get 4
        local.set 7
        loop  ;; label = @3
          local.get 13
          local.get 13
          f64x2.mul
          local.set 50
          local.get 14
          local.get 14
          f64x2.mul
          local.set 51
          local.get 15
          local.get 15
          f64x2.mul
          local.set 52
          local.get 16
          local.get 16
          f64x2.mul
          local.set 53
          local.get 17
          local.get 17
          f64x2.mul
          local.set 54
          local.get 18
          local.get 18
          f64x2.mul
          local.set 55
          local.get 19
          local.get 19
          f64x2.mul
          local.set 56
          local.get 20
          local.get 20
          f64x2.mul
          local.set 57
          local.get 42
          local.get 50
          f64x2.sub
          local.set 50
          local.get 43
          local.get 51
          f64x2.sub
          local.set 51
          local.get 44
          local.get 52
          f64x2.sub
          local.set 52
          local.get 45
          local.get 53
          f64x2.sub
          local.set 53
          local.get 46
          local.get 54
          f64x2.sub
          local.set 54
          local.get 47
          local.get 55
          f64x2.sub
          local.set 55
          local.get 48
          local.get 56
          f64x2.sub
          local.set 56
          local.get 49
          local.get 57
          f64x2.sub
          local.set 57
          local.get 50
          local.get 40
          f64x2.mul
          local.set 50
          local.get 51
          local.get 40
          f64x2.mul
          local.set 51
          local.get 52
          local.get 40
          f64x2.mul
          local.set 52
          local.get 53
          local.get 40
          f64x2.mul
          local.set 53
          local.get 54
          local.get 40
          f64x2.mul
          local.set 54
          local.get 55
          local.get 40
          f64x2.mul
          local.set 55
          local.get 56
          local.get 40
          f64x2.mul
          local.set 56
          local.get 57
          local.get 40
          f64x2.mul
          local.set 57
          local.get 38
          local.get 50
          f64x2.mul
          local.set 50
          local.get 38
          local.get 51
          f64x2.mul
          local.set 51
          local.get 38
          local.get 52
          f64x2.mul
          local.set 52
          local.get 38
          local.get 53
          f64x2.mul
          local.set 53
          local.get 38
          local.get 54
          f64x2.mul
          local.set 54
          local.get 38
          local.get 55
          f64x2.mul
          local.set 55
          local.get 38
          local.get 56
          f64x2.mul
          local.set 56
          local.get 38
          local.get 57
          f64x2.mul
          local.set 57
          local.get 13
          local.get 50
          f64x2.add
          local.set 50
          local.get 14
          local.get 51
          f64x2.add
          local.set 51
          local.get 15
          local.get 52
          f64x2.add
          local.set 52
          local.get 16
          local.get 53
          f64x2.add
          local.set 53
          local.get 17
          local.get 54
          f64x2.add
          local.set 54
          local.get 18
          local.get 55
          f64x2.add
          local.set 55
          local.get 19
          local.get 56
          f64x2.add
          local.set 56
          local.get 20
          local.get 57
          f64x2.add
          local.set 57
          local.get 39
          local.get 50
          f64x2.lt
          local.set 58
          local.get 39
          local.get 51
          f64x2.lt
          local.set 59
          local.get 39
          local.get 52
          f64x2.lt
          local.set 60
          local.get 39
          local.get 53
          f64x2.lt
          local.set 61
          local.get 39
          local.get 54
          f64x2.lt
          local.set 62
          local.get 39
          local.get 55
          f64x2.lt
          local.set 63
          local.get 39
          local.get 56
          f64x2.lt
          local.set 64
          local.get 39
          local.get 57
          f64x2.lt
          local.set 65
          local.get 50
          local.get 58
          v128.andnot
          local.set 50
          local.get 51
          local.get 59
          v128.andnot
          local.set 51
          local.get 52
          local.get 60
          v128.andnot
          local.set 52
          local.get 53
          local.get 61
          v128.andnot
          local.set 53
          local.get 54
          local.get 62
          v128.andnot
          local.set 54
          local.get 55
          local.get 63
          v128.andnot
          local.set 55
          local.get 56
          local.get 64
          v128.andnot
          local.set 56
          local.get 57
          local.get 65
          v128.andnot
          local.set 57
          local.get 21
          local.get 58
          i64x2.sub
          local.set 21
          local.get 22
          local.get 59
          i64x2.sub
          local.set 22
          local.get 23
          local.get 60
          i64x2.sub
          local.set 23
          local.get 24
          local.get 61
          i64x2.sub
          local.set 24
          local.get 25
          local.get 62
          i64x2.sub
          local.set 25
          local.get 26
          local.get 63
          i64x2.sub
          local.set 26
          local.get 27
          local.get 64
          i64x2.sub
          local.set 27
          local.get 28
          local.get 65
          i64x2.sub
          local.set 28
          local.get 50
          local.set 13
          local.get 51
          local.set 14
          local.get 52
          local.set 15
          local.get 53
          local.set 16
          local.get 54
          local.set 17
          local.get 55
          local.set 18
          local.get 56
          local.set 19
          local.get 57
          local.set 20
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
        local.get 10
        local.get 5
        i32.add
        local.get 21
        v128.store
        local.get 10
        local.get 5
        i32.add
        local.get 22
        v128.store offset=16
        local.get 10
        local.get 5
        i32.add
        local.get 23
        v128.store offset=32
        local.get 10
        local.get 5
        i32.add
        local.get 24
        v128.store offset=48
        local.get 10
        local.get 5
        i32.add
        local.get 25
        v128.store offset=64
        local.get 10
        local.get 5
        i32.add
        local.get 26
        v128.store offset=80
        local.get 10
        local.get 5
        i32.add
        local.get 27
        v128.store offset=96
        local.get 10
        local.get 5
        i32.add
        local.get 28
        v128.store offset=112
        local.get 1
        i32.const 1
        i32.add
        local.set 1
        br 0 (;@2;)
      end
    end
    local.get 1)
  (export "run" (func 0)))
